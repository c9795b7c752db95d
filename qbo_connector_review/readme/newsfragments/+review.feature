Customers can be asked for a review once an invoice is fully paid, each in their own time
and language, everybody in the same way.
