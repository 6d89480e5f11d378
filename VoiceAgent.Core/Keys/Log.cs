using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>Messages of the key vault. Ids only, never a key.</summary>
internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Critical, "The key vault is locked, so no call can start. {Reason}")]
    public static partial void VaultLocked(ILogger logger, string reason);

    [LoggerMessage(2101, LogLevel.Warning, "Made the vault's key file {Path}. Keep a backup of it: without it the stored keys cannot be opened.")]
    public static partial void KeyFileCreated(ILogger logger, string path);

    [LoggerMessage(2102, LogLevel.Warning, "{Warning}")]
    public static partial void VaultWarning(ILogger logger, string warning);

    [LoggerMessage(2104, LogLevel.Error, "The report that {Provider} refused the key of account {AccountId} could not be looked into ({Error}).")]
    public static partial void FailureNotHandled(ILogger logger, ProviderName provider, AccountId accountId, string error);

    [LoggerMessage(2105, LogLevel.Error, "The daily look at provider keys failed ({Error}). It is tried again in a quarter of an hour.")]
    public static partial void DailyTestsFailed(ILogger logger, string error);

    [LoggerMessage(2106, LogLevel.Warning, "The {Provider} key of account {AccountId} could not be tested ({Error}).")]
    public static partial void DailyTestFailed(ILogger logger, ProviderName provider, AccountId accountId, string error);

    [LoggerMessage(2107, LogLevel.Warning, "The use of keys by call {CallId} could not be written down ({Error}).")]
    public static partial void UseNotRecorded(ILogger logger, CallId callId, string error);

    [LoggerMessage(2103, LogLevel.Error, "The key {KeyId} ({Provider}) of account {AccountId} cannot be opened with its root key. It must be entered again.")]
    public static partial void KeyNotOpened(ILogger logger, KeyId keyId, ProviderName provider, AccountId accountId);

    [LoggerMessage(2120, LogLevel.Information, "The key vault is open and seals with the root key {RootKeyId}; loaded: {Loaded}.")]
    public static partial void VaultOpened(ILogger logger, string rootKeyId, string loaded);

    [LoggerMessage(2121, LogLevel.Warning, "The root keys could not be brought up to date; tried again soon.")]
    public static partial void VaultNotRefreshed(ILogger logger, Exception exception);

    [LoggerMessage(2122, LogLevel.Warning, "The key {KeyId} could not be sealed anew by the active root key; the next use or vault rewrap does it.")]
    public static partial void KeyNotRewrapped(ILogger logger, KeyId keyId, Exception exception);
}
