using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.Passkeys;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web.Components.Account.Pages;

/// <summary>The signed-in user's account: how it is protected, and where that is changed.</summary>
public sealed partial class Overview(StepUpConfirmation confirmation, TwoFactorSettings twoFactor, PasskeySettings passkeys, UserSessions sessions) : ComponentBase
{
    private ConfirmationWays? _ways;
    private int _codesLeft;
    private int _passkeys;
    private int _sessions;

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    private string? UserName => HttpContext.User.Identity?.Name;

    protected override async Task OnInitializedAsync()
    {
        if (SignedInUser.From(HttpContext.User) is not { } user)
        {
            return;
        }

        (_, _codesLeft) = await twoFactor.StateAsync(HttpContext.User);
        _passkeys = (await passkeys.ListAsync(HttpContext.User, HttpContext.RequestAborted)).Count;
        _sessions = (await sessions.ListAsync(user.UserId, HttpContext.RequestAborted)).Count;
        _ways = await confirmation.WaysAsync(HttpContext.User);
    }
}
