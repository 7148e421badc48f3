"""One page a module: NAME, ORDER, TOPIC, NEEDS, MISSING and ``build(material, number)``."""
