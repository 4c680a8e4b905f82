from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from artfactory.projects.models import Project


class ProjectForm(forms.Form):
    name = forms.CharField(max_length=120, error_messages={"required": _("A Project needs a name.")})

    def project(self) -> Project:
        return Project.named(self.cleaned_data["name"])
