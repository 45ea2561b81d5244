"""The subcommands of ``drugmono``, one module each.

Each module has ``add_arguments(parser)`` and ``run(arguments) -> int`` (the exit code). They
import what they need inside ``run``, so that help and a single ``parse`` start at once.
"""
