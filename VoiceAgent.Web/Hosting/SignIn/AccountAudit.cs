using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Web.Hosting.Sessions;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>Records in the account's audit trail what happens to the access to it, with the browser and network of the current request.</summary>
public sealed class AccountAudit(IAuditTrail trail, IHttpContextAccessor http)
{
    private const int HashLength = 8;

    /// <param name="user">Whose access it is about.</param>
    /// <param name="name">One of <see cref="AccountEvents"/>.</param>
    /// <param name="result">Short code of how it went, if there is more to say.</param>
    public Task RecordAsync(User user, string name, string? result = null)
    {
        ArgumentNullException.ThrowIfNull(user);
        var context = http.HttpContext;
        var what = new AuditEvent
        {
            Account = user.AccountId,
            Name = name,
            Actor = AuditActor.Of(user.Id) with
            {
                UserAgent = DeviceSummary.Device(context?.Request.Headers.UserAgent),
                AddressHash = HashOf(DeviceSummary.Network(context?.Connection.RemoteIpAddress)),
            },
            Result = result,
        };

        // What has been done is recorded, also when the visitor does not wait for the answer.
        return trail.RecordAsync(what, CancellationToken.None);
    }

    private static string HashOf(string network) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(network)))[..HashLength];
}
