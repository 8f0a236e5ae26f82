"""Tricks with what divides a message: boundaries and types."""

from ambiguous_maker import lines, trick


@trick
def two_boundaries(m):
    order = [m.b, m.c]
    m.random.shuffle(order)
    form = m.pick("boundary={0}; boundary={1}", 'boundary="{0}"; boundary="{1}"',
                  "boundary={0}; Boundary={1}", 'boundary="{0}"; x=y; BOUNDARY="{1}"')
    inner = "--%s\n%s\n--%s\n%s\n--%s--\n--%s--" % (m.b, m.text(), m.c, m.part(), m.c, m.b)
    return m.multipart(form.format(*('"%s"' % o if '"' not in form and "=" in o else o for o in order)), inner)


@trick
def boundary_sections(m):
    value = m.pick('boundary="{b}"; boundary*0="{c0}"; boundary*1="{c1}"',
                   "boundary*0=\"{c0}\"; boundary*1=\"{c1}\"; boundary=\"{b}\"",
                   "boundary*0=\"{b}\"; boundary*0=\"{c}\"",
                   "boundary*=utf-8''{c}; boundary=\"{b}\"",
                   "boundary*1=\"{c1}\"; boundary*0=\"{c0}\"; boundary*=us-ascii'en'{b}",
                   "boundary*0=\"{b}\"; boundary*2=\"{c}\"")
    value = value.format(b=m.b, c=m.c, c0=m.c[:3], c1=m.c[3:])
    shown = m.pick(m.c, m.b + m.c, m.b)
    inner = "--%s\n%s\n--%s\n%s\n--%s--\n--%s--" % (m.b, m.text(), shown, m.part(), shown, m.b)
    return m.multipart(value, inner)


@trick
def boundary_behind_odd_parameter(m):
    odd = m.pick("x:y=1; ", "\xe9=1; ", "x; ", "=; ", "x=\"; ", "(x; ", "x=1, ", ";;", "x=(y)z; ", "x=\\\"; ")
    return m.multipart(odd + 'boundary="%s"' % m.b, m.parts(m.b, m.text(), m.part()))


@trick
def boundary_with_comment(m):
    value = m.pick('boundary((c))="{0}"', 'boundary=(c)"{0}"', 'boundary="{0}"(c)', 'boundary(c (d))= "{0}"',
                   'boundary="{0}" (; boundary="{1}")', '(boundary="{1}"); boundary="{0}"')
    value = value.format(m.b, m.c)
    shown = m.c if m.c in value and m.below(2) else m.b
    return m.multipart(value, m.parts(shown, m.text(), m.part()))


@trick
def boundary_encoded_word(m):
    word = "=?utf-8?q?%s?=" % m.b.replace("=", "=3D").replace("_", "=5F")
    shown = m.pick(word, m.b)
    return m.multipart('boundary="%s"' % word, m.parts(shown, m.text(), m.part()))


@trick
def boundary_with_space(m):
    told = m.pick(m.b + " ", " " + m.b, m.b + "\t", m.b + "  ")
    shown = m.pick(m.b, m.b + " ", m.b + "\t", told)
    return m.multipart('boundary="%s"' % told,
                       "--%s\n%s\n--%s\n%s\n--%s--" % (told, m.text(), shown, m.part(), m.pick(told, shown)))


@trick
def boundary_empty_or_missing(m):
    value = m.pick('boundary=""', "x=y", "boundary", "boundary=", "boundry=%s" % m.c, "boundary=;x=y")
    shown = m.pick(m.b, "")
    return m.multipart(value, m.parts(shown, m.text(), m.part()))


@trick
def boundary_prefix(m):
    longer = m.b + m.pick("x", " x", "-", "=", ".1", "\tx", "--x", "\0")
    inner = "--%s\n%s\n--%s\n%s\n--%s--" % (m.b, m.text(), longer, m.part(), m.b)
    return m.multipart('boundary="%s"' % m.b, inner)


@trick
def boundary_too_long(m):
    told = "b" * m.pick(71, 100, 250, 998)
    shown = told[:m.pick(70, 69, 71, 100)]
    return m.multipart("boundary=" + told, "--%s\n%s\n%s" % (told, m.text(), m.parts(shown, m.part())))


@trick
def boundary_quoting(m):
    told, shown = m.pick((r'"a\b"', "ab"), (r'"a\b"', r"a\b"), ("'%s'" % m.c, m.c), ('"%s' % m.c, m.c), (m.c + '"', m.c),
                         ('"%s";x' % m.c, m.c), ('""%s' % m.c, m.c), ('"%s"y' % m.c, m.c + "y"), ("<%s>" % m.c, m.c))
    return m.multipart("boundary=" + told, m.parts(shown, m.text(), m.part()))


@trick
def boundary_case(m):
    shown = m.b.swapcase() + m.pick("", "q")
    told = m.b + ("q" if shown.endswith("q") else "")
    return m.multipart('boundary="%s"' % told,
                       "--%s\n%s\n--%s\n%s\n--%s--" % (told, m.text(), shown, m.part(), told))


@trick
def boundary_same_inside(m):
    inner = 'Content-Type: multipart/mixed; boundary="%s"\n\n%s' % (
        m.pick(m.b, m.b + "x"), m.parts(m.b, m.text(), m.part()))
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), inner))


@trick
def two_types(m):
    multi = 'Content-Type: multipart/mixed; boundary="%s"' % m.b
    other = m.pick("Content-Type: text/plain", "Content-Type: text/html",
                   'Content-Type: multipart/mixed; boundary="%s"' % m.c, "Content-Type: message/rfc822",
                   "Content-Type:", "Content-Type: x")
    pair = [multi, other]
    m.random.shuffle(pair)
    return lines(m.head(), *pair, "", m.parts(m.b, m.text(), m.part()))


@trick
def type_syntax(m):
    field = m.pick("Content-Type : multipart/mixed; ", "Content-Type\t:multipart/mixed;", "content-type:MULTIPART/Mixed;",
                   "Content-Type: multipart /mixed;", "Content-Type: multipart/mixed ", "Content-Type: \"multipart/mixed\"; ",
                   "Content-Type: multipart/; ", "Content-Type: multipart; ", "Content-Type: multipart/mixed/x; ",
                   "Content-Type: (c)multipart/mixed; ", "Content-Type: text/plain, multipart/mixed; ",
                   "Content-Type: text/plain multipart/mixed; ", "Content-Type:\n multipart/mixed;\n ",
                   "Content-Type: multipart/mixed\n ;", "Content-Type\xa0: multipart/mixed; ", "Content-Type;: multipart/mixed; ",
                   "Content-Type\0: multipart/mixed; ", "\xef\xbb\xbfContent-Type: multipart/mixed; ",
                   "Content-Type: =?utf-8?q?multipart/mixed?=; ", "Content_Type: multipart/mixed; ")
    return lines(m.head(), field + 'boundary="%s"' % m.b, "", m.parts(m.b, m.text(), m.part()))


@trick
def no_mime_version(m):
    version = m.pick("", "\nMIME-Version: 2.0", "\nMime-Version : 1.0", "\nMIME-Version: (c) 1.0 (d)", "\nMIME-Version:")
    return lines(m.head(False) + version, 'Content-Type: multipart/mixed; boundary="%s"' % m.b, "",
                 m.parts(m.b, m.text(), m.part()))
