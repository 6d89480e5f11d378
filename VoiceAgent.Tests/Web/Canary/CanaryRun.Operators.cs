using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Mongo;
using VoiceAgent.Tests.Web.Commands;

namespace VoiceAgent.Tests.Web.Canary;

/// <content>What operators do and see: every command, with and without JSON, on copies of the installation; the database after each flow.</content>
public sealed partial class CanaryRun
{
    private const string KeyFileName = "vault-keys.json";

    private readonly List<Observed> _outputs = [];
    private readonly List<Observed> _database = [];
    private readonly List<CanaryText> _rootKeys = [];

    /// <summary>What the commands printed, and what they wrote besides.</summary>
    internal IReadOnlyList<Observed> Outputs => _outputs;

    /// <summary>Files and documents after each flow.</summary>
    internal IReadOnlyList<Observed> Database => _database;

    /// <summary>The root keys: in the key file and nowhere else.</summary>
    internal IReadOnlyList<CanaryText> RootKeys => _rootKeys;

    internal static bool IsKeyFile(Observed observed) => observed.Place.EndsWith(KeyFileName, StringComparison.Ordinal);

    private async Task KeepDatabaseAsync(string flow)
    {
        _database.AddRange(await ReadFilesAsync(_app!.Folder, $"file after {flow}"));
        _database.AddRange((await _app.ReadMongoAsync()).Select(document => new Observed($"document in MongoDB after {flow}", document)));
    }

    private static async Task<IReadOnlyList<Observed>> ReadFilesAsync(string folder, string place)
    {
        var files = new List<Observed>();
        foreach (var path in Directory.GetFiles(folder))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file, Encoding.Latin1);
            files.Add(new Observed($"{place} {Path.GetFileName(path)}", await reader.ReadToEndAsync()));
        }

        return files;
    }

    /// <summary>The server goes on meanwhile: copies of its storage are rotated, an hour later, when no server counts as running on them.</summary>
    private async Task OperateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("voiceagent-canary-").FullName;
        await using var mongo = MongoServer.NewDatabase();
        try
        {
            var (database, keyFile) = (Path.Combine(folder, "copy.db"), Path.Combine(folder, KeyFileName));
            File.Copy(Path.Combine(_app!.Folder, KeyFileName), keyFile);
            string[] copy = [$"--Storage:Path={database}", $"--Vault:KeyFile={keyFile}"];
            await OperateAsync(["storage", "copy", "--to", database], Settings());
            foreach (var words in (string[][])
                [["status"], ["keygen", "--kid", "canary-next"], ["stage"], ["activate"], ["rewrap"], ["verify"], ["retire"], ["status"]])
            {
                await OperateAsync(["vault", .. words], copy);
            }

            await OperateAsync(["storage", "copy", "--to", mongo.Uri], copy);
            await OperateAsync(["replay", "--call", Calls.First(call => call.Turns.Count > 0).Id.ToString()], copy);
            _outputs.AddRange((await ReadFilesAsync(folder, "copied file")).Where(file => !IsKeyFile(file)));
            _outputs.AddRange((await mongo.ReadAsync()).Select(document => new Observed("copied document", document)));
            KeepRootKeys(await File.ReadAllTextAsync(keyFile));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>As JSON, which has to succeed, and once more as text, whatever comes of it then.</summary>
    private async Task OperateAsync(string[] words, string[] settings)
    {
        var json = await CommandRun.Async([.. words, "--json", .. settings], Observe);
        var text = await CommandRun.Async([.. words, .. settings], Observe);
        Assert.True(json.ExitCode == 0 || words[0] == "storage", $"{string.Join(' ', words)} failed: {json.Error}");
        _outputs.Add(new Observed($"JSON of {words[0]} {words[1]}", json.Output + json.Error));
        _outputs.Add(new Observed($"output of {words[0]} {words[1]}", text.Output + text.Error));
    }

    private void Observe(IHostApplicationBuilder builder)
    {
        var later = new ShiftedClock();
        later.Advance(TimeSpan.FromHours(1));
        builder.Services.AddSingleton<TimeProvider>(later);
        builder.Logging.AddProvider(_log);
        builder.Logging.AddFilter<EverythingLog>(null, LogLevel.Trace);
    }

    private void KeepRootKeys(string keyFile)
    {
        foreach (var key in JsonDocument.Parse(keyFile).RootElement.GetProperty("keys").EnumerateArray())
        {
            var text = key.GetProperty("key").GetString()!;
            var bytes = Convert.FromBase64String(text);
            _rootKeys.Add(CanaryText.Secret("a root key", text));
            _rootKeys.Add(new CanaryText("a root key in hexadecimal", Convert.ToHexString(bytes)));
            _rootKeys.Add(new CanaryText("the bytes of a root key", Encoding.Latin1.GetString(bytes)));
        }

        Assert.True(_rootKeys.Count >= 6);
    }
}
