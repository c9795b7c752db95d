import {Component, onWillUnmount, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * A bar that moves while a job runs, without reloading the page. The figures come
 * over the bus; after a reload they come from the record.
 */
export class QboProgress extends Component {
    static template = "qbo_connector.QboProgress";
    static props = {...standardFieldProps};

    setup() {
        this.live = useState({done: null, total: null});
        const bus = useService("bus_service");
        const listen = (told) => this.take(told);
        bus.subscribe("qbo_run", listen);
        onWillUnmount(() => bus.unsubscribe("qbo_run", listen));
    }

    async take(told) {
        if (told.id !== this.props.record.resId) {
            return;
        }
        this.live.done = told.done;
        this.live.total = told.total;
        if (told.state !== "running") {
            await this.props.record.load();
        }
    }

    get done() {
        return this.live.done ?? this.props.record.data.done;
    }

    get total() {
        return this.live.total ?? this.props.record.data.total;
    }

    get percent() {
        return this.total ? Math.round((100 * this.done) / this.total) : 0;
    }
}

registry.category("fields").add("qbo_progress", {
    component: QboProgress,
    supportedTypes: ["float"],
    fieldDependencies: [
        {name: "done", type: "integer"},
        {name: "total", type: "integer"},
    ],
});
