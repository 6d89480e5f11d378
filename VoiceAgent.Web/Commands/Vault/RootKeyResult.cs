using VoiceAgent.Core.Keys.Roots;

namespace VoiceAgent.Web.Commands.Vault;

/// <summary>A root key after a step of the rotation, for <c>--json</c>.</summary>
internal sealed record RootKeyResult(
    string RootKeyId, RootKeyState State, string CheckValue, DateTimeOffset CreatedAt, DateTimeOffset? ActivatedAt, DateTimeOffset? RetiredAt)
{
    public static RootKeyResult Of(RootKeyRecord record) => new(
        record.RootKeyId, record.State, Convert.ToHexStringLower(record.CheckValue), record.CreatedAt, record.ActivatedAt, record.RetiredAt);
}
