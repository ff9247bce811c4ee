from opencoach.library.forms.materials import LinkForm, MaterialForm, TextForm, form_for
from opencoach.library.forms.templates import TemplateForm

__all__ = ["LinkForm", "MaterialForm", "TemplateForm", "TextForm", "form_for"]
