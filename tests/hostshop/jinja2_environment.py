from jinja2 import Environment

from django_trust.jinja2 import trust_globals


def environment(**options):
    env = Environment(**options)
    env.globals.update(trust_globals)
    return env
