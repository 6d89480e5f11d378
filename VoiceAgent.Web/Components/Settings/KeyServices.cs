using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Readiness;
using VoiceAgent.Core.Keys.Usage;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>The services that the API keys page works with.</summary>
public sealed record KeyServices(IProviderKeys Keys, ICallReadinessService Readiness, IKeyRemoval Removal, IKeyUses Uses);

/// <summary>Whose keys, and who works on them.</summary>
public sealed record AccountActor(AccountId Account, AuditActor By);
