"""What came of it, to messages.

What goes with every purchase or balance is *filled*, into an empty message that is a part of
the answer already: a message that is made and then copied costs twice as much. All else is
*written*: made and returned.
"""
