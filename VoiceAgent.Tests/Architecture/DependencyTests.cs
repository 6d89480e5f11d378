using NetArchTest.Rules;
using VoiceAgent.Core;
using VoiceAgent.Sandbox;
using VoiceAgent.Web;

namespace VoiceAgent.Tests.Architecture;

/// <summary>One direction: Web → Core features → Core ports → Audio, and vendor code behind the one registration file.</summary>
[Trait("Kind", "Unit")]
public sealed class DependencyTests
{
    private static readonly string[] Vendors =
        ["AssemblyAI", "Deepgram", "ElevenLabs", "Hume", "Mongo", "OpenAI", "Soniox", "Sqlite", "Telnyx", "Xai"];

    private static Types Core => Types.InAssembly(typeof(VoiceAgentServices).Assembly);

    [Fact]
    public void Audio_and_conversations_are_pure() =>
        AssertHolds(Core.That().ResideInNamespace("VoiceAgent.Core.Audio").Or().ResideInNamespace("VoiceAgent.Core.Conversations")
            .ShouldNot().HaveDependencyOnAny(
                "System.Threading.Tasks", "System.Threading.Channels", "System.Net", "MongoDB", "Microsoft.AspNetCore", "Microsoft.Data.Sqlite",
                "VoiceAgent.Core.Adapters"));

    [Fact]
    public void Audio_knows_nothing_else_of_the_core() =>
        AssertHolds(Core.That().ResideInNamespace("VoiceAgent.Core.Audio")
            .ShouldNot().HaveDependencyOnAny(
                "VoiceAgent.Core.Accounts", "VoiceAgent.Core.Agents", "VoiceAgent.Core.Calls", "VoiceAgent.Core.Conversations",
                "VoiceAgent.Core.Keys", "VoiceAgent.Core.LanguageModels", "VoiceAgent.Core.Providers", "VoiceAgent.Core.Speech",
                "VoiceAgent.Core.Storage", "VoiceAgent.Core.Telephony"));

    [Fact]
    public void Only_the_registration_file_knows_the_adapters() =>
        AssertHolds(Core.That().DoNotResideInNamespace("VoiceAgent.Core.Adapters").And().DoNotHaveNameStartingWith(nameof(VoiceAgentServices))
            .ShouldNot().HaveDependencyOn("VoiceAgent.Core.Adapters"));

    [Fact]
    public void The_web_does_not_know_the_adapters() =>
        AssertHolds(Types.InAssembly(typeof(WebApp).Assembly).That().ResideInNamespace("VoiceAgent.Web")
            .ShouldNot().HaveDependencyOnAny("VoiceAgent.Core.Adapters", "MongoDB", "Microsoft.Data.Sqlite"));

    [Fact]
    public void A_vendors_folder_knows_no_other_vendor_and_no_feature_that_uses_it()
    {
        foreach (var vendor in Vendors)
        {
            var others = Vendors.Where(other => other != vendor).Select(other => $"VoiceAgent.Core.Adapters.{other}");
            AssertHolds(Core.That().ResideInNamespace($"VoiceAgent.Core.Adapters.{vendor}")
                .ShouldNot().HaveDependencyOnAny([.. others, "VoiceAgent.Core.Calls", "VoiceAgent.Core.Conversations"]));
        }
    }

    [Fact]
    public void The_sandbox_speaks_the_wire_and_shares_only_audio_with_the_core() =>
        AssertHolds(Types.InAssembly(typeof(SandboxServer).Assembly).That().ResideInNamespace("VoiceAgent.Sandbox")
            .ShouldNot().HaveDependencyOnAny(
                "VoiceAgent.Core.Accounts", "VoiceAgent.Core.Adapters", "VoiceAgent.Core.Agents", "VoiceAgent.Core.Calls",
                "VoiceAgent.Core.Common", "VoiceAgent.Core.Conversations", "VoiceAgent.Core.Keys", "VoiceAgent.Core.LanguageModels",
                "VoiceAgent.Core.Providers", "VoiceAgent.Core.Speech", "VoiceAgent.Core.Storage", "VoiceAgent.Core.Telephony", "VoiceAgent.Web"));

    [Fact]
    public void Every_class_is_sealed_unless_it_is_a_base()
    {
        var open = new[] { typeof(VoiceAgentServices).Assembly, typeof(SandboxServer).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && type.Namespace?.StartsWith("VoiceAgent", StringComparison.Ordinal) is true)
            .Where(type => !type.Name.Contains('<', StringComparison.Ordinal))
            .Select(type => type.FullName);

        Assert.Empty(open);
    }

    private static void AssertHolds(ConditionList rule) => Assert.Empty(rule.GetResult().FailingTypeNames ?? []);
}
