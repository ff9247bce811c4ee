"""The form that the style guide shows in every state."""

from django import forms


class Example(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name", help_text="As your clients know you.")
    email = forms.EmailField(label="E-mail")
    about = forms.CharField(label="A few words", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    zone = forms.ChoiceField(label="Time zone", choices=[("Europe/Berlin", "Europe/Berlin"), ("UTC", "UTC")])
    theme = forms.ChoiceField(
        label="Theme",
        choices=[("", "As the system"), ("light", "Light"), ("dark", "Dark")],
        widget=forms.RadioSelect,
        required=False,
    )
    fields_of_work = forms.MultipleChoiceField(
        label="Specialisations",
        choices=[(n.lower(), n) for n in ("Executive", "Life", "Career", "Financial", "Fitness", "Health", "Sexual")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sound = forms.BooleanField(label="A quiet sound for a new message", required=False)
