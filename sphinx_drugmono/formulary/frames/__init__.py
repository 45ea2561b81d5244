"""The theme's frame around pages, rendered once for all pages of a folder.

A theme takes more than a millisecond for a page. Between monographs of one folder, and between
pages of side effects, its work differs in title, text, table of contents and address alone, if all
else that the theme is told is the same and its templates do nothing but show these. Where this is
so, it renders one page with marks, which is filled with what is each page's own.

Everything is checked in the build itself, for any theme and any project: what the theme is told of
each page, what its templates do with the marks, and that the filled frame is the page that the
theme rendered of another one. What is not found to be the same the theme renders as ever.
"""
