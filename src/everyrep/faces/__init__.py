"""Faces: where people meet figures. They show and explain; they compute nothing."""
