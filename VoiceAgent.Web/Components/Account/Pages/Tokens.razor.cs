using System.Globalization;
using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Tokens;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.Sessions;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web.Components.Account.Pages;

/// <summary>The user's personal access tokens: make, see, revoke. A new one is in the answer to the form and nowhere else.</summary>
public sealed partial class Tokens(
    AccessTokens tokens, Users users, AccountAudit audit, IStepUp stepUp, TimeProvider time, NavigationManager navigation) : ComponentBase
{
    private const string Address = "/account/tokens";

    private IReadOnlyList<AccessToken> _tokens = [];
    private NewAccessToken? _outcome;

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "create-token")] private NewToken? Input { get; set; }

    [SupplyParameterFromForm(FormName = "tokens")] private Pressed? Choice { get; set; }

    [SupplyParameterFromQuery(Name = "done")] private string? Done { get; set; }

    private SignedInUser User => SignedInUser.From(HttpContext.User) ?? throw new UnauthorizedAccessException("Nobody is signed in.");

    private string? Made => _outcome?.Text;

    private string? Notice => (_outcome, Done) switch
    {
        (null, "revoked") => TokenText.Revoked,
        (null, "gone") => TokenText.NotFound,
        _ => null,
    };

    /// <summary>What was typed stays while something is wrong with it.</summary>
    private string? TypedName => Made is null ? Input?.Name : null;

    private string TypedDays => Made is null && Input?.Days is { } typed ? typed : AccessTokens.DefaultDays.ToString(CultureInfo.InvariantCulture);

    protected override async Task OnInitializedAsync()
    {
        if (!await stepUp.IsConfirmedAsync(HttpContext.RequestAborted))
        {
            navigation.NavigateTo(StepUpAddress.From(Address));
            return;
        }

        await LoadAsync();
    }

    private async Task LoadAsync() => _tokens = await tokens.ListAsync(User.AccountId, User.UserId, HttpContext.RequestAborted);

    private bool Chooses(string? typed, bool usual) => Made is not null || Input is null ? usual : typed is not null;

    private string ExpiryWord(AccessToken token) => token.ExpiresAt <= time.GetUtcNow() ? TokenText.Expired : TokenText.Expires;

    private async Task CreateAsync()
    {
        await stepUp.EnsureConfirmedAsync(HttpContext.RequestAborted);
        List<string> scopes = [];
        scopes.AddRange(Input?.Read is null ? [] : [AccessTokenScopes.KeysRead]);
        scopes.AddRange(Input?.Write is null ? [] : [AccessTokenScopes.KeysWrite]);
        scopes.AddRange(Input?.Test is null ? [] : [AccessTokenScopes.KeysTest]);
        scopes.AddRange(Input?.Calls is null ? [] : [AccessTokenScopes.CallsRead]);
        scopes.AddRange(Input?.PlaceCalls is null ? [] : [AccessTokenScopes.CallsWrite]);
        var days = int.TryParse(Input?.Days, CultureInfo.InvariantCulture, out var typed) ? typed : 0;
        _outcome = await tokens.CreateAsync(User.AccountId, User.UserId, new AccessTokenRequest(Input?.Name, scopes, days), HttpContext.RequestAborted);
        if (_outcome.Token is not null)
        {
            await RecordAsync(AccountEvents.TokenMade);
            await LoadAsync();
        }
    }

    private async Task RevokeAsync()
    {
        await stepUp.EnsureConfirmedAsync(HttpContext.RequestAborted);
        var isRevoked = AccessTokenId.TryParse(Choice?.Revoke, out var id) && await tokens.RevokeAsync(User.AccountId, User.UserId, id, HttpContext.RequestAborted);
        if (isRevoked)
        {
            await RecordAsync(AccountEvents.TokenRevoked);
        }

        navigation.NavigateTo(Address + (isRevoked ? "?done=revoked" : "?done=gone"));
    }

    private async Task RecordAsync(string name)
    {
        if (await users.GetUserAsync(HttpContext.User) is { } user)
        {
            await audit.RecordAsync(user.User, name);
        }
    }

    /// <summary>The posted form of a new token.</summary>
    public sealed class NewToken
    {
        public string? Name { get; set; }

        public string? Read { get; set; }

        public string? Write { get; set; }

        public string? Test { get; set; }

        public string? Calls { get; set; }

        public string? PlaceCalls { get; set; }

        public string? Days { get; set; }
    }

    /// <summary>The posted list: which button was pressed.</summary>
    public sealed class Pressed
    {
        public string? Revoke { get; set; }
    }
}
