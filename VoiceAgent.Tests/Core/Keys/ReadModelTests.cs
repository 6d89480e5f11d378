using System.Reflection;
using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Core.Keys;

[Trait("Kind", "Unit")]
public sealed class ReadModelTests
{
    private static readonly string[] Allowed =
    [
        "ProviderKeyInfo.Tail", "ProviderKeyInfo.Fingerprint", "ProviderKeyInfo.StoredFor", "ProviderKeyInfo.Region", "ProviderKeyInfo.MissingRights",
        "SaveKeyOutcome.KeyProblem", "SaveKeyOutcome.WebhookPublicKeyProblem", "SaveKeyOutcome.Warning", "SaveKeyOutcome.RegionProblem",
        "KeyTestResult.Detail", "KeyTestResult.WebhookPublicKey", "KeyTestResult.MissingRights",
        "MissingPart.Message", "MissingPart.ActionUrl",
    ];

    [Theory]
    [InlineData(typeof(ProviderKeyInfo))]
    [InlineData(typeof(SaveKeyOutcome))]
    [InlineData(typeof(KeyTestResult))]
    [InlineData(typeof(CallReadiness))]
    [InlineData(typeof(MissingPart))]
    [InlineData(typeof(ProviderSelection))]
    public void What_is_shown_has_no_member_that_could_carry_a_key(Type model)
    {
        var carriers = model.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => CouldCarryKey(property.PropertyType))
            .Select(property => $"{model.Name}.{property.Name}");

        Assert.Equal([], carriers.Except(Allowed));
    }

    [Fact]
    public void A_lease_prints_no_key_and_zeroes_it_when_it_ends()
    {
        var secret = Encoding.ASCII.GetBytes("sk-a-key-to-be-hidden");
        var lease = new KeyLease(AccountId.New(), ProviderName.OpenAI, new KeyDestination("api.openai.com"), secret);

        Assert.Equal("OpenAI key (hidden)", lease.ToString());
        Assert.Equal("sk-a-key-to-be-hidden", lease.Reveal());
        lease.Dispose();
        Assert.All(secret, value => Assert.Equal(0, value));
        Assert.Throws<ObjectDisposedException>(lease.Reveal);
    }

    [Fact]
    public async Task No_record_on_the_way_prints_the_key()
    {
        using var rig = new ProviderKeyRig();
        var outcome = await rig.SaveAsync(ProviderName.OpenAI, "sk-SECRETSECRETSECRET-tail");
        string[] printed =
        [
            outcome.ToString(),
            (await rig.InfoAsync(ProviderName.OpenAI)).ToString(),
            (await rig.StoredAsync(ProviderName.OpenAI)).ToString(),
            (await rig.TestAsync(ProviderName.OpenAI))!.ToString(),
            TestVault.Ring("a", ("a", 1)).Active.ToString(),
        ];

        Assert.All(printed, text => Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal));
    }

    private static bool CouldCarryKey(Type type) =>
        type == typeof(string) || type == typeof(object) || type == typeof(SealedSecret) || type == typeof(ProviderKey) || type == typeof(KeyLease)
        || type == typeof(Memory<byte>) || type == typeof(ReadOnlyMemory<byte>)
        || (type.IsArray && CouldCarryKey(type.GetElementType()!)) || type == typeof(byte[]) || type == typeof(char[])
        || (type.IsGenericType && type.GetGenericArguments().Any(CouldCarryKey));
}
