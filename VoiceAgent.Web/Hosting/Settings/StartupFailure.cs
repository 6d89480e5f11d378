using System.Net.Sockets;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Web.Hosting.Settings;

/// <summary>Turns a failure to start that the operator can put right into a message without a stack trace.</summary>
public static class StartupFailure
{
    /// <summary>Null for a failure that is no matter of settings.</summary>
    public static string? Describe(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var problems = Problems(failure);
        return problems.Count == 0
            ? null
            : "VoiceAgent cannot start:" + string.Concat(problems.Select(problem => $"{Environment.NewLine}  - {problem}"));
    }

    /// <summary>One sentence for each thing the operator can put right; empty for any other failure.</summary>
    public static IReadOnlyList<string> Problems(Exception failure) => failure switch
    {
        AggregateException several when several.InnerExceptions.All(each => Problems(each).Count > 0) =>
            [.. several.InnerExceptions.SelectMany(Problems)],
        OptionsValidationException invalid => [.. invalid.Failures],

        // The binder's own: "Failed to convert configuration value 'x' at 'Sandbox:Enabled' to type 'System.Boolean'."
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } unreadable => [unreadable.Message],

        // Providers:{slug} names no provider or no address.
        InvalidOperationException { Source: "VoiceAgent.Core" } setting when setting.Message.StartsWith("The setting ", StringComparison.Ordinal) =>
            [setting.Message],

        // A settings file that is no JSON; the inner message says where.
        InvalidDataException { Source: "Microsoft.Extensions.Configuration.FileExtensions" } broken => [$"{broken.Message} {broken.InnerException?.Message}"],

        // An address that is no address, such as --urls nonsense.
        FormatException { Source: "Microsoft.AspNetCore.Http" or "Microsoft.AspNetCore.Server.Kestrel.Core" } malformed => [malformed.Message],
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } taken => [taken.Message],
        StorageException storage => [storage.Message],
        RootKeyFileException keyFile => [keyFile.Message],
        SocketException or IOException or UnauthorizedAccessException => [failure.Message],
        _ => [],
    };
}
