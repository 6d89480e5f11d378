using Microsoft.Extensions.Options;

namespace VoiceAgent.Web.Hosting.Settings;

/// <summary>The top-level setting <c>PublicUrl</c>.</summary>
public sealed class PublicAddressOptions
{
    /// <summary>Absolute http or https address, without a path, at which Telnyx reaches this server. Without it the server's own address is used.</summary>
    public string? PublicUrl { get; init; }

    internal static bool TryParse(string? text, out Uri? address)
    {
        address = null;
        return Uri.TryCreate(text, UriKind.Absolute, out var parsed)
            && (parsed.Scheme == Uri.UriSchemeHttp || parsed.Scheme == Uri.UriSchemeHttps)
            && parsed is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
            && (address = parsed) is not null;
    }
}

internal sealed class PublicAddressOptionsValidator : IValidateOptions<PublicAddressOptions>
{
    public ValidateOptionsResult Validate(string? name, PublicAddressOptions options) =>
        string.IsNullOrEmpty(options.PublicUrl) || PublicAddressOptions.TryParse(options.PublicUrl, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("PublicUrl must be an http or https address without a path, such as https://voice.example.com.");
}
