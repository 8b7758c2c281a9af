"""The account: lots, holds, debt, and what changes them."""
