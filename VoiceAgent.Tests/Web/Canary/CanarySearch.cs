using System.Buffers;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>Something that was written down or sent, and where.</summary>
internal sealed record Observed(string Place, string Text);

/// <summary>Looks for canaries in what was observed. Upper and lower case are the same.</summary>
internal sealed class CanarySearch
{
    private readonly IReadOnlyList<(CanaryText Canary, string Form, string Text)> _forms;
    private readonly SearchValues<string> _any;

    public CanarySearch(IEnumerable<CanaryText> canaries)
    {
        _forms = [.. canaries.SelectMany(canary => canary.Forms().Select(form => (canary, form.Form, form.Text)))];
        _any = SearchValues.Create([.. _forms.Select(form => form.Text)], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>One line for each place and canary, such as <c>log Some.Category[7] message: the OpenAI key (base64)</c>.</summary>
    public IReadOnlyList<string> Find(IEnumerable<Observed> observations) =>
    [
        .. from observed in observations
           where observed.Text.AsSpan().ContainsAny(_any)
           from form in _forms
           where observed.Text.Contains(form.Text, StringComparison.OrdinalIgnoreCase)
           group form.Form by $"{observed.Place}: {form.Canary.Name}" into found
           orderby found.Key
           select $"{found.Key} ({string.Join(", ", found.Distinct())})",
    ];
}
