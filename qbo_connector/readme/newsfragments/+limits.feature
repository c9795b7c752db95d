Requests are kept within QuickBooks' limits, over all processes and servers: nothing is
refused for its number any more, buttons go before schedules, and after a pause work
goes on at once. QuickBooks' own wish for a pause is followed to the second.
