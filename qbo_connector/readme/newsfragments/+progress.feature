The bar of a job that was stopped moves no further: what was planned already is not
sent, and its links go. The bar moves after each batch instead of each slice.
