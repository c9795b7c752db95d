Payments that QuickBooks received are booked and matched a hundred at a time.
