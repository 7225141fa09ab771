"""Procrastinate tasks and worker settings: wake-ups only, no business."""
