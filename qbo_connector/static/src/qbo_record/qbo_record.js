import {registry} from "@web/core/registry";
import {
    ReferenceField,
    referenceField,
} from "@web/views/fields/reference/reference_field";

/**
 * A pick list of what a kind of mapping is made of. Only a kind that takes several
 * kinds of records asks which one is meant.
 */
export class QboRecord extends ReferenceField {
    get models() {
        const names = this.props.record.data.record_models;
        return names ? names.split(",") : [];
    }

    get hideModelSelector() {
        return this.models.length < 2;
    }

    get selection() {
        return super.selection.filter(([name]) => this.models.includes(name));
    }

    getRelation() {
        const relation = super.getRelation();
        return this.models.includes(relation) ? relation : this.models[0];
    }

    updateM2O(value) {
        this.state.currentRelation = this.getRelation();
        super.updateM2O(value);
    }
}

registry.category("fields").add("qbo_record", {
    ...referenceField,
    component: QboRecord,
    supportedTypes: ["reference"],
    fieldDependencies: [{name: "record_models", type: "char"}],
});
