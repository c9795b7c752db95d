"""A user of Odoo's web client, without the browser."""

import re
from html import unescape

import requests

TIMEOUT = 300


class OdooRefusal(Exception):
    """Odoo answered with an error; the text is what a user would read."""


class OdooUser:
    """One logged-in session: calls methods and presses buttons over HTTP."""

    def __init__(self, url, database, login="admin", password="admin"):
        self.url = url
        self.session = requests.Session()
        credentials = {"db": database, "login": login, "password": password}
        self.info = self._post("/web/session/authenticate", credentials)
        self.context = dict(self.info["user_context"])

    def call(self, model, method, *args, **kwargs):
        """Call a method as the web client does; raise OdooRefusal with its sentence."""
        kwargs["context"] = {**self.context, **kwargs.get("context", {})}
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", params)

    def create(self, model, **values):
        """Create one record and give its id."""
        return self.call(model, "web_save", [], values, specification={})[0]["id"]

    def read(self, model, domain, *names):
        """Give the records of a domain as dictionaries."""
        return self.call(model, "search_read", domain, names)

    def press(self, model, button, record_id):
        """Press a button of a form and give the action that it answers."""
        return self.call(model, button, [record_id])

    def consent(self, address, decision="approve", **choices):
        """Go through QuickBooks' consent page; give the page at the end.

        ``address``: where *Connect to QuickBooks* leads, absolute or below Odoo.
        ``choices`` are made in its lists: ``realm`` chooses the company.
        """
        start = address if "://" in address else self.url + address
        page = self.session.get(start, timeout=TIMEOUT)
        page.raise_for_status()
        form = dict(_fields(page.text), decision=decision, **choices)
        return self.session.post(page.url, data=form, timeout=TIMEOUT)

    def _post(self, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.session.post(self.url + path, json=body, timeout=TIMEOUT)
        answer.raise_for_status()
        content = answer.json()
        if "error" in content:
            data = content["error"].get("data", {})
            raise OdooRefusal(data.get("message") or content["error"]["message"])
        return content.get("result")  # left out where it is None


def _fields(html):
    """Give the hidden fields of a form, and the first choice of each list."""
    for tag in re.findall(r"<input[^>]*>", html):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in attributes:
            yield attributes["name"], unescape(attributes.get("value", ""))
    for name, options in re.findall(r'<select name="(\w+)">(.*?)</select>', html, re.S):
        yield name, unescape(re.findall(r'value="([^"]*)"', options)[0])
