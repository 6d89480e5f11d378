using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Passkeys;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Core.Accounts.Tokens;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Core.Tools.Secrets;
using VoiceAgent.Core.Tools.Settings;

namespace VoiceAgent.Tests.Web.Canary;

/// <content>The owner's tools, and what the owner signs in with: a session in another browser, a program's token, a passkey.</content>
public sealed partial class TwoAccounts
{
    private const string ToolName = "owners_order_lookup";

    private static readonly HttpToolId OrderLookupId = HttpToolId.New();
    private User? _ownersUser;
    private AccessToken? _token;
    private UserSession? _session;

    internal string OwnersSession => _session!.Id.ToString();

    internal string OwnersToken => _token!.Id.ToString();

    internal string OwnersPasskey { get; private set; } = string.Empty;

    internal string OwnersTool => OrderLookupId.ToString();

    private string[] MarksOfTools => [ToolName, OwnersTool, "owners-shop.example"];

    private string[] MarksOfIdentity => [OwnersSession, OwnersToken, OwnersPasskey, "Owner's own phone", "owner's program"];

    /// <summary>Gives the stranger one of what the owner has, so that the forms that change it are on the stranger's pages.</summary>
    internal async Task GiveStrangerTheSameAsync()
    {
        var user = await UserAsync("stranger@two.example");
        await AddPasskeyAsync(user, "Stranger's phone");
        await Get<AccessTokens>().CreateAsync(Stranger, user.Id, new AccessTokenRequest("stranger's program", [AccessTokenScopes.KeysRead]), default);
    }

    private async Task MakeToolsAsync()
    {
        var tool = new HttpTool { Id = OrderLookupId, Name = ToolName, Description = "Looks up an order.", Url = "https://owners-shop.example/orders", Schema = """{"type":"object"}""", SecretHeaders = ["X-Key"] };
        await Get<AgentToolsets>().ChangeAsync(Owner, Agent.Id, toolset => toolset with { HttpTools = [tool] }, default);
        await Get<ToolSecrets>().SaveAsync(Owner, AuditActor.System, new ToolSecretPlace(OwnersTool, "owners-shop.example:443", "X-Key"), "owner's", default);
    }

    private async Task CheckToolsAsync(Action<bool, string> check)
    {
        check((await Get<AgentToolsets>().FindAsync(Owner, Agent.Id, default)).HttpTools.Any(tool => tool.Name == ToolName), "the tool");
        check(await Get<ToolSecrets>().OpenAsync(Owner, OwnersTool, "owners-shop.example:443", default) is [{ Value: "owner's" }], "the tool's secret");
    }

    private async Task MakeIdentityAsync()
    {
        _ownersUser = await UserAsync("owner@two.example");
        _session = await Get<UserSessions>().StartAsync(_ownersUser, SignInMethod.Password, "Owner's own phone", "Elsewhere", default);
        _token = (await Get<AccessTokens>().CreateAsync(Owner, _ownersUser.Id, new AccessTokenRequest("owner's program", [AccessTokenScopes.KeysRead]), default)).Token;
        OwnersPasskey = await AddPasskeyAsync(_ownersUser, "Owner's own phone");
    }

    private async Task CheckIdentityAsync(Action<bool, string> check)
    {
        var user = _ownersUser!;
        check((await Get<UserSessions>().ListAsync(user.Id, default)).Any(session => session.Id == _session!.Id), "the session");
        check((await Get<AccessTokens>().ListAsync(Owner, user.Id, default)).Any(token => token.Id == _token!.Id), "the token");
        var passkeys = await Get<IDocuments<Passkey>>().QueryAsync(new() { Where = passkey => passkey.UserId == user.Id }, default);
        check(passkeys is [{ Document: { Name: "Owner's own phone" } passkey }] && passkey.Id == OwnersPasskey, "the passkey");
        check((await UserAsync("owner@two.example")).SecurityStamp == user.SecurityStamp, "the password");
    }

    private async Task<User> UserAsync(string email)
    {
        await using var scope = _app!.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<Users>().FindByEmailAsync(email))!.User;
    }

    private async Task<string> AddPasskeyAsync(User user, string name)
    {
        var credential = Guid.NewGuid().ToByteArray();
        var passkey = new Passkey
        {
            Id = PasskeyRepository.IdOf(credential),
            UserId = user.Id,
            AccountId = user.AccountId,
            Name = name,
            CreatedAt = TimeProvider.System.GetUtcNow(),
            CredentialId = credential,
            PublicKey = [1],
            SignCount = 0,
            AttestationObject = [1],
            ClientDataJson = [1],
        };
        await Get<IDocuments<Passkey>>().InsertAsync(passkey, default);
        return passkey.Id;
    }
}
