"""What a test raises when this machine cannot try it."""


class Skip(Exception):
    pass
