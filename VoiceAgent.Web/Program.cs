using VoiceAgent.Web;

var app = WebApp.Create(args);
await app.RunAsync();
