"""The words of a review request's life: its states, and the reasons for each."""

PAID = ("paid", "in_payment")

STATES = [
    ("planned", "Planned"),
    ("held", "Held"),
    ("sending", "Being sent"),
    ("sent", "Sent"),
    ("reminded", "Reminded"),
    ("clicked", "Clicked"),
    ("reviewed", "Reviewed"),
    ("skipped", "Skipped"),
    ("cancelled", "Cancelled"),
]
WAITING = ("planned", "held")
ASKED = ("sending", "sent", "reminded", "clicked", "reviewed")

# None of these predicts what the customer would say: choosing by that is gating.
REASONS = [
    ("zero", "The invoice has no amount"),
    ("internal", "The customer is one of your own companies"),
    ("credited_only", "Paid by credit notes alone"),
    ("below_minimum", "Below the minimum amount"),
    ("archived", "The contact is archived"),
    ("no_email", "No valid e-mail address"),
    ("opted_out", "The address has opted out"),
    ("no_site", "No public review site is set up"),
    ("not_first", "Not the customer's first paid invoice"),
    ("open", "Another request to this customer is open"),
    ("resting", "Asked not long ago"),
    ("approval", "Waits for approval"),
    ("person", "By hand"),
    ("credit_note", "A credit note for this customer is being prepared or is new"),
    ("refund_payment", "Money was paid back to this customer"),
    ("refunded", "The invoice was credited"),
    ("reopened", "The invoice is not fully paid any more"),
    ("voided", "The invoice was cancelled or reset to draft"),
    ("deleted", "The invoice was deleted"),
    ("switched_off", "Review requests were switched off"),
    ("merged", "The contact was merged with one that has an open request"),
    ("copy", "This database is a copy"),
    ("quiet", "Moved out of the quiet hours"),
    ("retry", "The mail server could not be reached; tried again later"),
    ("undelivered", "The message could not be delivered"),
    ("template", "The message could not be made from its template"),
    ("uncertain", "Interrupted while sending: not certain that the message went out"),
    ("feedback", "The customer wrote to you privately"),
    ("customer", "Said by the customer"),
]
# What an obstacle found at the moment of sending does to a request.
OUTCOMES = {
    "deleted": "cancelled",
    "voided": "cancelled",
    "reopened": "cancelled",
    "refunded": "cancelled",
    "credit_note": "held",
    "refund_payment": "held",
}
