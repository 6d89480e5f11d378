using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>Messages of the key vault. Ids only, never a key.</summary>
internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Critical, "The key vault is locked, so no call can start. {Reason}")]
    public static partial void VaultLocked(ILogger logger, string reason);

    [LoggerMessage(2101, LogLevel.Warning, "Made the vault's key file {Path}. Keep a backup of it: without it the stored keys cannot be opened.")]
    public static partial void KeyFileCreated(ILogger logger, string path);

    [LoggerMessage(2102, LogLevel.Warning, "Other users of this machine can read the vault's key file {Path}. Give it mode 0400 or 0600.")]
    public static partial void KeyFileReadableByOthers(ILogger logger, string path);

    [LoggerMessage(2104, LogLevel.Error, "The report that {Provider} refused the key of account {AccountId} could not be looked into ({Error}).")]
    public static partial void FailureNotHandled(ILogger logger, ProviderName provider, AccountId accountId, string error);

    [LoggerMessage(2103, LogLevel.Error, "The key {KeyId} ({Provider}) of account {AccountId} cannot be opened with its root key. It must be entered again.")]
    public static partial void KeyNotOpened(ILogger logger, KeyId keyId, ProviderName provider, AccountId accountId);
}
