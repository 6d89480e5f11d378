namespace VoiceAgent.Web.Components.Account;

/// <summary>What is wrong with a form: by field name, and with the form as a whole under the empty name.</summary>
public sealed class FormProblems
{
    private readonly Dictionary<string, string> _byField = [];

    public bool Any => _byField.Count > 0;

    /// <summary>The problem of the form as a whole, or all fields' problems in one sentence for the alert above the form.</summary>
    public string? Summary => Any ? string.Join(' ', _byField.Values.Distinct()) : null;

    public string? this[string field] => _byField.GetValueOrDefault(field);

    public void Add(string field, string? problem)
    {
        if (problem is not null)
        {
            _byField.TryAdd(field, problem);
        }
    }

    public void Add(string? problem) => Add(string.Empty, problem);
}
