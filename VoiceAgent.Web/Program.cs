using VoiceAgent.Web;
using VoiceAgent.Web.Commands;
using VoiceAgent.Web.Hosting.Connections;
using VoiceAgent.Web.Hosting.Settings;

if (CommandLine.IsCommand(args))
{
    return await CommandLine.RunAsync(args);
}

SocketThreads.Use();
try
{
    await using var app = WebApp.Create(args);
    await app.RunAsync();
    return 0;
}
catch (Exception failure) when (StartupFailure.Describe(failure) is { } message)
{
    await Console.Error.WriteLineAsync(message);
    return 1;
}
