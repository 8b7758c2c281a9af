"""Rules of the whole group: a birthday month, and the first visit to another business."""
