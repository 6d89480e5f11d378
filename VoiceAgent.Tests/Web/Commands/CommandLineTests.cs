using VoiceAgent.Web.Commands;

namespace VoiceAgent.Tests.Web.Commands;

[Trait("Kind", "Unit")]
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("vault status", true)]
    [InlineData("--Storage:Path=x.db vault status", true)]
    [InlineData("--environment Development vault status", true)]
    [InlineData("--help", true)]
    [InlineData("dance", true)]
    [InlineData("", false)]
    [InlineData("--urls http://127.0.0.1:0 --Storage:Path x.db", false)]
    [InlineData("Storage:Path=x.db", false)]
    public void A_first_word_that_is_no_setting_asks_for_a_command(string line, bool isCommand) =>
        Assert.Equal(isCommand, CommandLine.IsCommand(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Settings_may_stand_anywhere_and_take_their_value_with_them()
    {
        var (words, settings) = CommandSettings.Split(
            ["--Storage:Path=a", "vault", "keygen", "--Vault:KeyFile", "b", "--kid", "c", "--environment", "Production"]);

        Assert.Equal(["vault", "keygen", "--kid", "c"], words);
        Assert.Equal(["--Storage:Path=a", "--Vault:KeyFile", "b", "--environment", "Production"], settings);
    }

    [Theory]
    [InlineData("dance", "dance")]
    [InlineData("vault", "Required command was not provided.")]
    [InlineData("vault dance", "dance")]
    [InlineData("vault keygen --fast", "--fast")]
    [InlineData("vault keygen extra", "extra")]
    [InlineData("vault keygen --kid", "--kid")]
    public async Task Wrong_usage_is_told_with_exit_code_2(string line, string message)
    {
        var run = await CommandRun.Async(line.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Help_names_groups_verbs_and_options()
    {
        Assert.Contains("vault", (await CommandRun.Async(["--help"])).Output, StringComparison.Ordinal);
        Assert.Contains("keygen", (await CommandRun.Async(["vault", "--help"])).Output, StringComparison.Ordinal);
        Assert.Contains("--json", (await CommandRun.Async(["vault", "keygen", "--help"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_cannot_be_is_told_with_exit_code_3()
    {
        var run = await CommandRun.Async(["vault", "keygen", "--Vault:KeyFile="]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("Vault:KeyFile is empty.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_verb_of_a_group_has_its_own_name_and_a_sentence()
    {
        foreach (var group in CommandGroup.All())
        {
            Assert.Equal(group.Commands.Count, group.Commands.Select(command => command.Name).Distinct().Count());
            Assert.All(group.Commands, command => Assert.EndsWith(".", command.Summary, StringComparison.Ordinal));
        }
    }
}
