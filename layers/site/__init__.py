"""The documentation as a site: pages by hand, and what the code says of itself, built into ``output/site``.

It lies in ``layers`` since it does what layers do: lay out and write what the rest knows. No wheel carries it.
"""
