A customer or vendor that was merged in QuickBooks is followed without a webhook too:
its documents show whom it was merged into, else a person is asked. A problem about a
name that is taken has the button Choose, which lists who has it.
