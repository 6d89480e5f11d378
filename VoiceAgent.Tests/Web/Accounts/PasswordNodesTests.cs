using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.Sqlite;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Adapters.Sqlite;
using VoiceAgent.Tests.Contracts.Documents;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Tests.Web.Accounts;

/// <summary>Two hundred wrong passwords at once, spread over servers that know of each other only by their storage: five are compared.</summary>
[Trait("Kind", "Adapter")]
public sealed class PasswordNodesTests : IDisposable
{
    private const string Email = "ada@example.com";
    private const string Password = "quiet river under stones";
    private const string PathVariable = "VOICEAGENT_TESTS_PASSWORDS";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("voiceagent-passwords-");

    public static TheoryData<string> Stores => DocumentStores.Names;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Four_servers_compare_five_passwords_together(string store)
    {
        await using var open = DocumentStores.Open(store);
        var hasher = new SlowHasher();
        var nodes = Enumerable.Range(0, 4).Select(_ => new SignInNode(open.Store, TimeProvider.System, hasher)).ToList();
        var user = await nodes[0].RegisterAsync(Email, Password);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => GuessAsync(nodes[number % 4], number)));

        Assert.Equal(5, hasher.Checks);
        Assert.Equal((4, 196), (outcomes.Count(outcome => outcome is SignInOutcome.Wrong), outcomes.Count(outcome => outcome is SignInOutcome.LockedOut)));
        Assert.Equal(SignInOutcome.LockedOut, (await nodes[3].AttemptAsync(Email, Password)).Outcome);
        Assert.True((await nodes[1].Users.FindAsync(user.Id.ToString(), Token))!.Document.LockoutEnd > TimeProvider.System.GetUtcNow());
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_processes_on_one_file_compare_five_passwords_together()
    {
        var hasher = new SlowHasher();
        if (Environment.GetEnvironmentVariable(PathVariable) is { } path)
        {
            await Console.Out.WriteLineAsync("ready .");
            await Eventually.HoldsAsync(() => File.Exists(path + ".go"));
            await GuessAllAsync(path, hasher);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"checks {hasher.Checks} ."));
            return;
        }

        path = Path.Combine(_folder.FullName, "voiceagent.db");
        await WithNodeAsync(path, hasher, node => node.RegisterAsync(Email, Password));
        using var other = SecondRole.Start(typeof(PasswordNodesTests), nameof(Two_processes_on_one_file_compare_five_passwords_together), PathVariable, path);
        await LineAsync(other.StandardOutput, "ready");
        await File.WriteAllTextAsync(path + ".go", string.Empty, Token);
        await GuessAllAsync(path, hasher);

        var others = int.Parse((await LineAsync(other.StandardOutput, "checks"))[1], CultureInfo.InvariantCulture);
        other.Kill();
        await other.WaitForExitAsync(Token);
        Assert.Equal(5, hasher.Checks + others);
    }

    [Fact]
    public async Task A_right_password_at_the_last_attempt_signs_in_and_starts_the_count_again()
    {
        await using var open = DocumentStores.Open("InMemory");
        await using var node = new SignInNode(open.Store, TimeProvider.System, new SlowHasher());
        await node.RegisterAsync(Email, Password);
        for (var round = 0; round < 3; round++)
        {
            for (var wrong = 0; wrong < 4; wrong++)
            {
                Assert.Equal(SignInOutcome.Wrong, await GuessAsync(node, wrong));
            }

            Assert.Equal(SignInOutcome.SignedIn, (await node.AttemptAsync(Email, Password)).Outcome);
        }
    }

    private static async Task<SignInOutcome> GuessAsync(SignInNode node, int number)
    {
        await Task.Yield();
        return (await node.AttemptAsync(Email, $"wrong river number {number}")).Outcome;
    }

    private static Task GuessAllAsync(string path, SlowHasher hasher) => WithNodeAsync(
        path, hasher, node => Task.WhenAll(Enumerable.Range(0, 100).Select(number => GuessAsync(node, number))));

    private static async Task WithNodeAsync(string path, SlowHasher hasher, Func<SignInNode, Task> work)
    {
        await using var store = new SqliteDocumentStore(Options.Create(new StorageOptions { Path = path }), TimeProvider.System);
        await using var node = new SignInNode(store, TimeProvider.System, hasher);
        await work(node);
    }

    private static async Task<string[]> LineAsync(StreamReader output, string first)
    {
        var said = new List<string>();
        while (await output.ReadLineAsync(Token) is { } line)
        {
            // The runner may have begun the line.
            if (line.IndexOf(first, StringComparison.Ordinal) is var at and >= 0 && line.EndsWith(" .", StringComparison.Ordinal))
            {
                return line[at..].Split(' ');
            }

            said.Add(line);
        }

        throw new InvalidOperationException($"The other process ended without saying {first}:\n{string.Join('\n', said)}");
    }

    /// <summary>As slow as the real one, so that attempts overlap; counts.</summary>
    private sealed class SlowHasher : IPasswordHasher<UserIdentity>
    {
        private readonly PasswordHasher<UserIdentity> _inner = new();
        private int _checks;

        public int Checks => Volatile.Read(ref _checks);

        public string HashPassword(UserIdentity user, string password) => _inner.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(UserIdentity user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref _checks);
            return _inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
