using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web.Hosting.Sessions;

/// <summary>Ties a circuit to the session it was opened on: it ends with the session, and using it counts as using the session.</summary>
internal sealed class SessionCircuit(AuthenticationStateProvider authentication, CircuitSessions circuits, UserSessions sessions) : CircuitHandler
{
    private volatile bool _isUsed;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        var principal = (await authentication.GetAuthenticationStateAsync()).User;
        if (authentication is not RevalidatingUserState state || SignedInUser.From(principal) is not { SessionId: { } session } user)
        {
            return;
        }

        circuits.Add(circuit.Id, session, state.SignOut);
        state.IsUsed = TakeUse;

        // It may have ended between the handshake and now.
        if (await sessions.FindAsync(user.UserId, session, cancellationToken) is null)
        {
            state.SignOut();
        }
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        circuits.Remove(circuit.Id);
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => context =>
    {
        _isUsed = true;
        return next(context);
    };

    private bool TakeUse()
    {
        var isUsed = _isUsed;
        _isUsed = false;
        return isUsed;
    }
}
