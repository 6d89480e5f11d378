using System.Diagnostics;

namespace VoiceAgent.Tests.Adapters.Sqlite;

/// <summary>A test in a second role, in a process of its own: it knows its role by an environment variable.</summary>
internal static class SecondRole
{
    /// <summary>Runs one test method, with its standard output redirected.</summary>
    public static Process Start(Type test, string method, string variable, string value)
    {
        var host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        return Process.Start(new ProcessStartInfo(host)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList = { test.Assembly.Location, "-method", $"{test.FullName}.{method}" },
            Environment = { [variable] = value },
        })!;
    }
}
