using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Accounts.Passkeys;
using VoiceAgent.Web.Hosting.Passkeys;
using VoiceAgent.Web.Hosting.Sessions;

namespace VoiceAgent.Web.Components.Account.Pages;

/// <summary>The user's passkeys: add, name, remove.</summary>
public sealed partial class Passkeys(PasskeySettings settings, IStepUp stepUp, NavigationManager navigation) : ComponentBase
{
    private const string Address = "/account/passkeys";

    private readonly FormProblems _problems = new();
    private IReadOnlyList<Passkey> _passkeys = [];

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "add-passkey", Name = "Input")] private NewPasskey? AddInput { get; set; }

    [SupplyParameterFromForm(FormName = "passkeys", Name = "Input")] private Choice? ListInput { get; set; }

    [SupplyParameterFromQuery(Name = "rename")] private string? Renamed { get; set; }

    [SupplyParameterFromQuery(Name = "done")] private string? Done { get; set; }

    private string? Notice => _problems.Any ? null : Done switch
    {
        "added" => SecurityText.PasskeyAdded,
        "renamed" => SecurityText.PasskeyRenamed,
        "removed" => SecurityText.PasskeyRemoved,
        "gone" => SecurityText.PasskeyNotFound,
        _ => null,
    };

    protected override async Task OnInitializedAsync()
    {
        if (!await stepUp.IsConfirmedAsync(HttpContext.RequestAborted))
        {
            navigation.NavigateTo(StepUpAddress.From(Address));
            return;
        }

        _passkeys = await settings.ListAsync(HttpContext.User, HttpContext.RequestAborted);
    }

    private bool IsRenamed(Passkey passkey) => passkey.Id == Renamed;

    private async Task AddAsync()
    {
        var outcome = await settings.AddAsync(
            HttpContext.User, AddInput?.Name ?? string.Empty, AddInput?.Credential ?? string.Empty, HttpContext.RequestAborted);
        if (outcome is AddPasskeyOutcome.Added)
        {
            navigation.NavigateTo(Address + "?done=added");
            return;
        }

        _problems.Add(IsAboutName(outcome) ? "Name" : string.Empty, ProblemOf(outcome));
    }

    private async Task SubmitListAsync()
    {
        if (ListInput?.Remove is { } removed)
        {
            navigation.NavigateTo(Address + (await settings.RemoveAsync(HttpContext.User, removed, HttpContext.RequestAborted) ? "?done=removed" : "?done=gone"));
            return;
        }

        var outcome = await settings.RenameAsync(
            HttpContext.User, ListInput?.Rename ?? string.Empty, ListInput?.NewName ?? string.Empty, HttpContext.RequestAborted);
        if (IsAboutName(outcome))
        {
            _problems.Add("NewName", ProblemOf(outcome));
            return;
        }

        navigation.NavigateTo(Address + (outcome is AddPasskeyOutcome.Added ? "?done=renamed" : "?done=gone"));
    }

    private static bool IsAboutName(AddPasskeyOutcome outcome) => outcome is AddPasskeyOutcome.NameMissing or AddPasskeyOutcome.NameTooLong;

    private static string ProblemOf(AddPasskeyOutcome outcome) => outcome switch
    {
        AddPasskeyOutcome.NameMissing => SecurityText.PasskeyNameMissing,
        AddPasskeyOutcome.NameTooLong => SecurityText.PasskeyNameTooLong,
        AddPasskeyOutcome.TooMany => SecurityText.TooManyPasskeys,
        _ => SecurityText.PasskeyRefused,
    };

    /// <summary>The posted form of a new passkey.</summary>
    public sealed class NewPasskey
    {
        public string? Name { get; set; }

        public string? Credential { get; set; }
    }

    /// <summary>The posted list: which button was pressed.</summary>
    public sealed class Choice
    {
        public string? Remove { get; set; }

        public string? Rename { get; set; }

        public string? NewName { get; set; }
    }
}
