namespace VoiceAgent.Web.Hosting.Sessions;

/// <summary>
/// Whether the signed-in user of this circuit or request has proved it within
/// <see cref="Core.Accounts.Sessions.UserSessions.ConfirmationLasts"/>: at sign-in, or on <c>/account/confirm</c>. Asked for before keys
/// and security settings change, by the code that makes the change: what a page shows or hides is no check.
/// </summary>
public interface IStepUp
{
    Task<bool> IsConfirmedAsync(CancellationToken cancellationToken);

    /// <summary>Throws <see cref="StepUpRequiredException"/> when the user has to prove it again.</summary>
    Task EnsureConfirmedAsync(CancellationToken cancellationToken);
}

/// <summary>The user has to prove it again before this can be done.</summary>
public sealed class StepUpRequiredException() : Exception("Confirm that it is you, then try again.");
