using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Audit;
using VoiceAgent.Web.Hosting.Security;

namespace VoiceAgent.Web.Hosting;

/// <summary>Where a visitor comes from, as limits and audit trail know it: never the address itself.</summary>
/// <param name="AddressHash">
/// Keyed hash of the visitor's network. The key is made at start and kept nowhere, so that nobody can find the address of an old entry;
/// entries of one run of the server can be compared.
/// </param>
/// <param name="UserAgent">The browser as it names itself.</param>
public sealed record VisitorOrigin(string? AddressHash, string? UserAgent)
{
    private const int ShownBytes = 8;

    private static readonly byte[] HashKey = RandomNumberGenerator.GetBytes(32);

    public static VisitorOrigin Unknown { get; } = new(null, null);

    public static VisitorOrigin Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var network = RateLimits.NetworkOf(context.Connection.RemoteIpAddress);
        var hash = HMACSHA256.HashData(HashKey, Encoding.UTF8.GetBytes(network)).AsSpan(0, ShownBytes);
        return new VisitorOrigin(Convert.ToHexStringLower(hash), context.Request.Headers.UserAgent);
    }

    /// <summary>The user as the audit trail names who did something.</summary>
    public AuditActor Actor(SignedInUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return AuditActor.Of(user.UserId) with { AddressHash = AddressHash, UserAgent = UserAgent };
    }
}

/// <summary>
/// The origin of this circuit's visitor. The first page, which has a request, hands it to the circuit as a parameter of the root
/// component, which the framework protects against changes on the way.
/// </summary>
public sealed class CurrentOrigin
{
    public VisitorOrigin Value { get; set; } = VisitorOrigin.Unknown;
}
