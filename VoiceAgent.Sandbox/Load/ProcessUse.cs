using System.Globalization;
using System.Net.Http.Json;

namespace VoiceAgent.Sandbox.Load;

/// <summary>What a process has used so far.</summary>
/// <param name="CpuSeconds">User and system time.</param>
/// <param name="RssKiB">Memory in RAM.</param>
/// <param name="Threads">Threads now.</param>
/// <param name="Managed">Of a server in sandbox mode; null of any other.</param>
internal sealed record ProcessUse(double CpuSeconds, long RssKiB, int Threads, ManagedUse? Managed)
{
    // The kernel's USER_HZ, which is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Reads <c>/proc</c>; null where there is none or the process has ended.</summary>
    public static ProcessUse? Read(int processId, ManagedUse? managed = null)
    {
        try
        {
            // The name in brackets may hold blanks.
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var rss = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return new ProcessUse(
                (Number(fields[11]) + Number(fields[12])) / TicksPerSecond,
                Number(rss["VmRSS:".Length..].Replace("kB", string.Empty, StringComparison.Ordinal)),
                (int)Number(fields[17]),
                managed);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads a server's own figures too.</summary>
    public static async Task<ProcessUse?> ReadAsync(HttpClient server, int? processId, CancellationToken cancellationToken)
    {
        ManagedUse? managed = null;
        try
        {
            managed = await server.GetFromJsonAsync(new Uri("sandbox/process", UriKind.Relative), LoadJson.Default.ManagedUse, cancellationToken);
        }
        catch (Exception none) when (none is HttpRequestException or System.Text.Json.JsonException or NotSupportedException)
        {
            // Not in sandbox mode.
        }

        return (processId ?? managed?.ProcessId) is { } id ? Read(id, managed) : null;
    }

    private static long Number(string text) => long.Parse(text.Trim(), CultureInfo.InvariantCulture);
}

/// <summary>Answer of the app's <c>GET /sandbox/process</c>.</summary>
internal sealed record ManagedUse(int ProcessId, long AllocatedBytes, IReadOnlyList<int> Collections, double PauseMs, long HeapBytes);
