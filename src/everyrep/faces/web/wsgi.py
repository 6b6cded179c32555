"""What a server calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from everyrep.faces.one_thread import keep_to_one_thread

keep_to_one_thread()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "everyrep.faces.web.settings")
application = get_wsgi_application()
