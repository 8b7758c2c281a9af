"""One command per file: read, decide, write. The only callers of store and rules.

Commands on points stand here, all others in the folder of what they are about. Shared by
all: `commands` (what is asked), `parts` (what they work with), `journal` (how an entry is
written), `identifying` and `up_to_date` (how a member is found and read).
"""
