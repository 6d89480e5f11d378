using Microsoft.AspNetCore.Components;

namespace VoiceAgent.Web.Components.Account;

/// <summary>A labelled input of a plain form, with its hint and what is wrong with it. A password is never given a value.</summary>
public sealed partial class AccountField : ComponentBase
{
    [Parameter, EditorRequired] public string Label { get; set; } = default!;

    /// <summary>Name of the form value, such as <c>Input.Email</c>.</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = default!;

    [Parameter] public string Type { get; set; } = "password";

    [Parameter] public string? Value { get; set; }

    [Parameter] public string? Hint { get; set; }

    [Parameter] public string? Error { get; set; }

    [Parameter(CaptureUnmatchedValues = true)] public IReadOnlyDictionary<string, object>? Attributes { get; set; }

    private string Id => Name.Replace('.', '-');

    private string HintId => Id + "-hint";

    private string ErrorId => Id + "-error";

    private string? Invalid => Error is null ? null : "true";

    private string? DescribedBy
    {
        get
        {
            var ids = string.Join(' ', new[] { Error is null ? null : ErrorId, Hint is null ? null : HintId }.Where(id => id is not null));
            return ids.Length == 0 ? null : ids;
        }
    }
}
