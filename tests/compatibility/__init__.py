"""Byline beside other plugins, one file each.

`make test` has these plugins, from the locked requirements. A file begins with
`pytest.importorskip("their_package", reason="...")`, so that its tests are skipped, with a reason,
where somebody has installed pytest alone.
"""
