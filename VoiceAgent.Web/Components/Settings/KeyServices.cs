using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Readiness;
using VoiceAgent.Core.Keys.Usage;
using VoiceAgent.Web.Hosting.Sessions;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>The services that the API keys page works with.</summary>
public sealed record KeyServices(IProviderKeys Keys, ICallReadinessService Readiness, IKeyRemoval Removal, IKeyUses Uses, IStepUp StepUp, CallRepository Calls);

/// <summary>What the server answers to a key that was typed.</summary>
/// <param name="Outcome">Whether it was stored, and what is wrong at the fields.</param>
/// <param name="NeedsConfirmation">Nothing was stored: the user has to prove it again first.</param>
public sealed record KeyFormAnswer(SaveKeyOutcome Outcome, bool NeedsConfirmation = false);

/// <summary>Whose keys, and who works on them.</summary>
public sealed record AccountActor(AccountId Account, AuditActor By);
