"""One command per file: read, decide, write. The only callers of store and rules.

Shared by them: `commands` (what is asked), `parts` (what they work with), `program_book`,
`identifying`; `setting`, `facts` and `pricing` (of quote and record); `journal` and
`member_change` (how a write is made); `rederive` (for the audit).
"""
