using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web.Components.Account.Pages;

/// <summary>
/// The user's sign-ins. Ending them asks for no fresh proof: whoever finds a stranger here should not be held up.
/// </summary>
public sealed partial class Sessions(UserSessions sessions, Users users, AccountAudit audit, NavigationManager navigation) : ComponentBase
{
    private IReadOnlyList<UserSession> _sessions = [];

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "sessions")] private Choice? Input { get; set; }

    [SupplyParameterFromQuery(Name = "ended")] private string? Ended { get; set; }

    private SignedInUser User => SignedInUser.From(HttpContext.User) ?? throw new UnauthorizedAccessException("Nobody is signed in.");

    private bool HasOthers => _sessions.Count > 1;

    private string? Notice => Ended switch
    {
        "one" => SecurityText.SessionEnded,
        "others" => SecurityText.OthersEnded,
        "none" => SecurityText.SessionGone,
        _ => null,
    };

    protected override async Task OnInitializedAsync()
    {
        var all = await sessions.ListAsync(User.UserId, HttpContext.RequestAborted);
        _sessions = [.. all.OrderByDescending(IsThis)];
    }

    private bool IsThis(UserSession session) => session.Id == User.SessionId;

    private async Task SubmitAsync()
    {
        var ended = "none";
        if (Input?.EndOthers is true)
        {
            await sessions.EndOthersAsync(User.UserId, User.SessionId, HttpContext.RequestAborted);
            ended = "others";
        }
        else if (SessionId.TryParse(Input?.End, out var id) && id != User.SessionId && await sessions.EndAsync(User.UserId, id, HttpContext.RequestAborted))
        {
            ended = "one";
        }

        if (ended != "none" && await users.GetUserAsync(HttpContext.User) is { } user)
        {
            await audit.RecordAsync(user.User, AccountEvents.SessionsEnded, ended);
        }

        navigation.NavigateTo("/account/sessions?ended=" + ended);
    }

    /// <summary>The posted form: which button was pressed.</summary>
    public sealed class Choice
    {
        public string? End { get; set; }

        public bool EndOthers { get; set; }
    }
}
